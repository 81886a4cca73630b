sed -i 's/172\.20\.60\.35/172.20.60.53/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
kubectl -n kube-system rollout status deployment coredns --timeout=180s
