"""What holds for every test: a busy machine is slow, not wrong; what is read from files that ship is read once."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# The app's first screen is the same for whoever runs the tests; those of the tour ask for it.
os.environ["DDQ_TOUR"] = "off"

# What is kept of the files that ship, and of the fonts, is the same for all tests of a process and for the processes
# that they start. Nobody's own cache is touched.
_CACHE = tempfile.TemporaryDirectory(prefix="ddq-tests-cache-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name
CACHE = Path(_CACHE.name) / "ddq"
