kubectl label node ip-10-0-4-20.us-west-2.compute.internal net.example.com/proxy=nftables
kubectl -n kube-system rollout restart daemonset/kube-proxy
kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=15m
sleep 30
