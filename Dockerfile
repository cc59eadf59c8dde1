# The site for production. Settings come from the environment: .env.example explains each; docs/operations.md says how.
FROM python:3.11-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /site
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --extra s3
COPY . .
# The keys are needed to load the settings, and stay in this stage.
RUN find locale -name '*.po' -exec sh -c '.venv/bin/pybabel compile -i "$1" -o "${1%.po}.mo"' - {} \; \
    && SECRET_KEY=none FIELD_ENCRYPTION_KEY=none AUDIT_KEY=none ALLOWED_HOSTS=none SITE_URL=none STATIC_ROOT=/site/collected \
       DJANGO_SETTINGS_MODULE=network_site.settings.base .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && uv sync --frozen --extra s3 --no-default-groups

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home site && install -d -o site -g site -m 700 /data
COPY --from=build /site /site
WORKDIR /site
USER site
ENV PATH=/site/.venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=network_site.settings.base \
    VAR_DIR=/data STATIC_ROOT=/site/collected
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "network_site.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
