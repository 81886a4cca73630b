kubectl -n {{ ns }} get endpointslices -l kubernetes.io/service-name={{ app }}
