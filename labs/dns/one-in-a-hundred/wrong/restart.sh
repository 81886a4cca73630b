# leaves-failing: quick
kubectl -n kube-system rollout restart deployment coredns
kubectl -n {{ ns }} rollout restart deployment {{ app }}
sleep 60
