# The first stage makes everything as ./shortlist does on any machine; the second holds only what runs.
FROM python:3.13-slim-trixie AS made
WORKDIR /shortlist
COPY . .
RUN ./shortlist setup && rm -rf .cache/tools .cache/uv-cache .cache/npm .cache/front/dist node_modules

FROM python:3.13-slim-trixie
# Debian's point releases replace the versions that one would pin.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home shortlist
COPY --from=made /shortlist /shortlist
WORKDIR /shortlist
ENV PATH=/shortlist/.venv/bin:$PATH PYTHONUNBUFFERED=1 SHORTLIST_HOME=/data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["serve", "--host", "0.0.0.0"]
