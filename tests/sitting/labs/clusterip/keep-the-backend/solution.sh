kubectl -n {{ ns }} describe service {{ app }}
