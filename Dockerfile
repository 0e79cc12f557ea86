# Drumbeat in a container, as an ordinary user and with nothing to write to but /data and /tmp. README.md says how.

FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml requirements.lock ./
# As the Makefile does it: pip, pinned by the lock's hashes, installs uv alone; uv installs what pyproject.toml asks for
# in the releases and with the hashes of the lock. What only developers need stays out.
RUN sed -n '/^uv==/,/[^\\]$/p' requirements.lock > uv.txt \
 && pip install --no-cache-dir --no-deps --require-hashes -r uv.txt \
 && python -m venv --without-pip /opt/drumbeat \
 && uv pip install --no-cache --python /opt/drumbeat/bin/python --compile-bytecode --require-hashes \
      -r pyproject.toml -c requirements.lock
COPY LICENSE README.md ./
COPY bot bot
COPY handlers handlers
COPY migrations migrations
COPY models models
COPY templates templates
RUN uv pip install --no-cache --python /opt/drumbeat/bin/python --compile-bytecode --no-deps \
      --build-constraints requirements.lock .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data drumbeat \
 && install --directory --owner=drumbeat --group=drumbeat --mode=0700 /data
COPY --from=build /opt/drumbeat /opt/drumbeat
ENV PATH=/opt/drumbeat/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/drumbeat.db
WORKDIR /data
USER 10001:10001
# Alive, not ready: while Slack or the database is away a new start mends nothing. Migrating may take its time.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["python", "-m", "bot.alive"]
ENTRYPOINT ["drumbeat"]
CMD ["run"]
