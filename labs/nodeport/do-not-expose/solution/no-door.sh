kubectl -n {{ ns }} patch service web -p '{"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":{{ door }}}]}}'
sleep 5
