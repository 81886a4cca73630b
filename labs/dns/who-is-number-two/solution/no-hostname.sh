kubectl -n {{ ns }} patch deployment desk -p '{"spec":{"template":{"spec":{"hostname":"{{ desk }}"}}}}'
sleep 60
