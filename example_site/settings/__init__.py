"""Settings: ``base`` is shared, ``dev`` runs on a laptop, ``production`` behind a proxy."""
