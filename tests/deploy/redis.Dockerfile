# Stands for redis:7.2-bookworm: the same program and the same folder.
FROM mobilscan-test/base:bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends redis-server >/dev/null 2>&1 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o redis -g redis /data
VOLUME /data
WORKDIR /data
USER redis
CMD ["redis-server"]
