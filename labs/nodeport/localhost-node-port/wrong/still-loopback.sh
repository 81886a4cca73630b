# leaves-failing: told
kubectl -n {{ ns }} set env daemonset/agent TARGET=http://localhost:{{ door }}/
kubectl -n {{ ns }} patch daemonset agent -p '{"spec":{"template":{"spec":{"dnsPolicy":"ClusterFirstWithHostNet"}}}}'
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'
kubectl -n {{ ns }} rollout status daemonset/agent --timeout=15m
