# leaves-failing: no-gap
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":86400}}}}'
kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"minReadySeconds":5}}'
