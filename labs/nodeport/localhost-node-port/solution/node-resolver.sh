kubectl -n {{ ns }} patch daemonset agent -p '{"spec":{"template":{"spec":{"dnsPolicy":"ClusterFirstWithHostNet"}}}}'
kubectl -n {{ ns }} rollout status daemonset/agent --timeout=15m
