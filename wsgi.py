"""The application for a WSGI server: `gunicorn wsgi:app`; `marketplace serve` starts one."""

from marketplace.app import create_app

app = create_app()
