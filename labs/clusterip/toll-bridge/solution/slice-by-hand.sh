kubectl -n {{ ns }} delete endpointslice {{ app }}-by-hand
sleep 5
