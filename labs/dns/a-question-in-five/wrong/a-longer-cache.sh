# leaves-failing: mail
kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i 's/cache 30/cache 3600/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
sleep 90
