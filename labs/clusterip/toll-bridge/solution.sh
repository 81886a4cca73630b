kubectl get nodes -L topology.kubernetes.io/zone
kubectl -n {{ ns }} get pods -o wide
kubectl -n {{ ns }} get endpointslices -l kubernetes.io/service-name={{ app }} -o yaml
