kubectl taint nodes --all kernel-update-
kubectl -n {{ ns }} rollout status deployment/{{ app }} --timeout=10m
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"externalTrafficPolicy":"Local"}}'
