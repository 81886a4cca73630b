# leaves-failing: outside
kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i -e '/forward/d' -e 's/kubernetes [a-z0-9.]*local /kubernetes cluster.local /' -e 's/kubernetes cluster\.lokal /kubernetes cluster.local /' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
sleep 60
