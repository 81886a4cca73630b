# leaves-failing: front
kubectl -n {{ ns }} patch service web -p '{"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30010}]}}'
sleep 5
