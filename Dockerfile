# syntax=docker/dockerfile:1
# Two stages: the build, and the image that holds nothing but Node and the built program, which needs no packages.

# A tag moves. To hold the build to one image, name its digest: --build-arg BASE=node:24-bookworm-slim@sha256:…, as
# `docker buildx imagetools inspect node:24-bookworm-slim` prints it.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY test/peers/package ./test/peers/package
RUN npm ci --ignore-scripts
COPY packaging/build.ts packaging/licences.ts ./packaging/
COPY src ./src
COPY commands ./commands
COPY knowledge ./knowledge
RUN npm run build

FROM ${BASE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 HEALTH_PORT=8081 DATA_DIR=/data NODE_COMPILE_CACHE=/tmp/compile-cache
# glibc gives memory back at once, and V8 keeps its space for new objects small: docs/benchmarks.md, "Soak", has the figures.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072 NODE_OPTIONS=--max-semi-space-size=4
WORKDIR /app
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY bin ./bin
# Reminders and settings: mount a volume here, or set DATABASE_URL.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8080 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "bin/health-check.mjs"]
# Node itself is process 1, so that SIGTERM reaches the bot; `docker run --init` is not needed.
ENTRYPOINT ["node", "bin/mdaemon-bot.mjs"]
