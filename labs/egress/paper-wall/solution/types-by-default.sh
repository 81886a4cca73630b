kubectl -n {{ ns }} patch networkpolicy front-leaves -p '{"spec":{"policyTypes":["Egress"]}}'
