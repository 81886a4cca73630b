kubectl -n {{ ns }} patch deployment desk -p '{"spec":{"template":{"spec":{"subdomain":"desk"}}}}'
sleep 60
