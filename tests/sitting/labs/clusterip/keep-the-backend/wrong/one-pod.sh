# leaves-failing: through-rollout
kubectl -n {{ ns }} scale deployment {{ app }} --replicas=1
