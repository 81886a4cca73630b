# leaves-failing: enforced
# only-with: both-off
kubectl -n kube-system patch configmap amazon-vpc-cni -p '{"data":{"enable-network-policy-controller":"true"}}'
