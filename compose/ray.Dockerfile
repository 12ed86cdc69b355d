# A Ray node that can run goldsmith's steps: they must be importable on every worker.
FROM rayproject/ray:2.60.0-py311-cpu
COPY --chown=ray . /opt/goldsmith
RUN pip install --no-cache-dir -c /opt/goldsmith/constraints.txt '/opt/goldsmith[distilabel,curate,dedup,ray]'
WORKDIR /goldsmith
