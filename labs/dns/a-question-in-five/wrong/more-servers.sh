# leaves-failing: quiet
kubectl -n kube-system patch deployment coredns -p '{"spec":{"replicas":4,"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":null}}}}}'
sleep 120
