# Stands for postgres:15-bookworm: the same variables, the same folder.
FROM mobilscan-test/base:bookworm
RUN apt-get update -qq \
    && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
    && apt-get install -y -qq --no-install-recommends postgresql-15 >/dev/null 2>&1 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/data \
    && install -d -o postgres -g postgres -m 3777 /var/run/postgresql
COPY postgres-start /usr/local/bin/
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8
VOLUME /var/lib/postgresql/data
USER postgres
ENTRYPOINT ["postgres-start"]
CMD ["postgres"]
