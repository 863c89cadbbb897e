"""What holds for every test: a busy machine is slow, not wrong."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

# The app's first screen is the same for whoever runs the tests; those of the tour ask for it.
os.environ["DDQ_TOUR"] = "off"
