kubectl -n {{ ns }} rollout undo daemonset/{{ app }}
kubectl -n {{ ns }} rollout status daemonset/{{ app }} --timeout=10m
sleep 10
