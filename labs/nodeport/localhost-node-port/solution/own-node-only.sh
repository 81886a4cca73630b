kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'
kubectl -n {{ ns }} rollout status daemonset/agent --timeout=15m
