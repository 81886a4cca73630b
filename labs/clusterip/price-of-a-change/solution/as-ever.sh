kubectl -n kube-system get configmap kube-proxy-config -o yaml | sed 's/mode: "iptables"/mode: "nftables"/' | kubectl replace -f -
kubectl -n kube-system rollout restart daemonset/kube-proxy
kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=15m
sleep 30
