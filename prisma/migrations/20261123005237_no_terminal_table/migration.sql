-- DropForeignKey
ALTER TABLE "Terminal" DROP CONSTRAINT "Terminal_sittingId_fkey";

-- DropTable
DROP TABLE "Terminal";
