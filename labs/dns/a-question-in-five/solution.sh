kubectl -n {{ ns }} get deployment {{ noisy }} -o yaml
kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide
kubectl -n {{ ns }} exec deployment/courier -- cat /etc/resolv.conf
