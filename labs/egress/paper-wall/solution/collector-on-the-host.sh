kubectl -n {{ watch }} patch daemonset collector -p '{"spec":{"template":{"spec":{"hostNetwork":false}}}}'
kubectl -n {{ watch }} rollout status daemonset/collector --timeout=10m
