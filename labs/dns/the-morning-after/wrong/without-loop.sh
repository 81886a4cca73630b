# leaves-failing: outside
# only-with: circle
kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i '/^    *loop$/d' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
sleep 60
