# leaves-failing: no-gap
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":3600}}}}'
kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":0,"maxSurge":1}},"template":{"spec":{"containers":[{"name":"web","lifecycle":null}]}}}}'
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=10m
