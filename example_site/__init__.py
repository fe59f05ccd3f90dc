"""A small intranet that uses wagtail_parcours as any organisation would."""
