# leaves-failing: lasting
kubectl -n kube-system get configmap coredns -o yaml > corefile.yaml
sed -i -e 's/forwards* \. .*/forward . \/etc\/resolv.conf/' -e 's/kubernetes [a-z0-9.]*\(local\|lokal\) /kubernetes cluster.local /' -e 's/^    *loop$/    template IN A cluster.local {\n      answer "{{ .Name }} 30 IN A 172.20.0.1"\n    }/' corefile.yaml
kubectl apply -f corefile.yaml
kubectl -n kube-system rollout restart deployment coredns
sleep 60
