# leaves-failing: moved
kubectl -n kube-system get configmap kube-proxy-config -o yaml | sed 's/mode: "iptables"/mode: "nftables"/; s/minSyncPeriod: 20s/minSyncPeriod: 1s/' | kubectl replace -f -
kubectl -n {{ ns }} rollout restart deployment/{{ app }}
sleep 120
