kubectl -n {{ ns }} get statefulsets,deployments,services,pods -o wide
kubectl -n {{ ns }} get endpointslices -o yaml
