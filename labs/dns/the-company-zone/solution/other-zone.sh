sed -i 's/^    intern\.{{ corp }}\.example:53/    intra.{{ corp }}.example:53/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
kubectl -n kube-system rollout status deployment coredns --timeout=180s
