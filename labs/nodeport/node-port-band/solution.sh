kubectl get services -A
answer who {{ holder }}
