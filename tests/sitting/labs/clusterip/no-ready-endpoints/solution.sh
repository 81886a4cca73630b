kubectl -n {{ ns }} get endpointslices -l kubernetes.io/service-name={{ app }} -o yaml
kubectl -n {{ ns }} get pods -l app={{ app }} -o wide
