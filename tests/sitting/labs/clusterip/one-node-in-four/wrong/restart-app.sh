# leaves-failing: everywhere
answer which {{ lost }}
kubectl -n {{ ns }} rollout restart deployment/{{ app }}
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=5m
