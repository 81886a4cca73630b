kubectl -n {{ ns }} patch service desk -p '{"spec":{"publishNotReadyAddresses":true}}'
sleep 40
