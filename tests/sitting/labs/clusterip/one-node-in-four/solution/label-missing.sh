kubectl label node {{ lost }} net.example.com/proxy=on
kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=10m
sleep 60
