kubectl -n {{ ns }} patch service web-console -p '{"spec":{"type":"ClusterIP"}}'
kubectl -n {{ ns }} patch service web -p '{"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":{{ door }}}]}}'
sleep 5
