kubectl -n {{ ns }} get deployment {{ app }}
