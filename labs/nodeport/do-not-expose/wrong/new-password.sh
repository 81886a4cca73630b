# leaves-failing: closed
kubectl -n {{ ns }} set env deployment/{{ db }} POSTGRES_PASSWORD=changed-today
kubectl -n {{ ns }} rollout status deployment/{{ db }} --timeout=10m
