# leaves-failing: rows
kubectl -n {{ ns }} rollout restart deployment/planner
kubectl -n {{ ns }} rollout status deployment/planner --timeout=5m
