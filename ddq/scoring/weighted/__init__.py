"""The method `weighted/1`: the percentage of weighted points, as official questionnaires count it."""
